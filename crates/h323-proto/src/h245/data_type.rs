//! The contents of a channel: our words for a `DataType`, `audioData g711Alaw64k` (H.245 B.3.1).

use alloc::{format, string::String};

use super::pdu::Codec;
use crate::named::named;

named! {
    /// The kinds of media for which we have codecs, by the identifier of the `DataType`.
    pub enum Media {
        /// Sound.
        Audio = "audioData",
        /// Pictures.
        Video = "videoData",
    }
}

impl Media {
    /// The kind of media in a channel with this data, if we have codecs for it.
    #[must_use]
    pub fn of(data: &str) -> Option<Self> {
        let kind = data.split(' ').next()?;
        Self::ALL.iter().copied().find(|media| media.name() == kind)
    }
}

impl Codec {
    /// The data of a channel with this codec.
    #[must_use]
    pub fn data(self) -> String {
        let media = if self.is_video() {
            Media::Video
        } else {
            Media::Audio
        };
        format!("{media} {}", self.identifier())
    }

    /// Whether a channel with this data carries this codec.
    #[must_use]
    pub fn is_carried(self, data: &str) -> bool {
        self.data() == data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_codec_is_carried_by_its_own_data_alone() {
        for codec in Codec::ALL {
            for other in Codec::ALL {
                assert_eq!(codec.is_carried(&other.data()), codec == other);
            }
            let video = Media::of(&codec.data()) == Some(Media::Video);
            assert_eq!(video, codec.is_video(), "{codec:?}");
        }
    }

    #[test]
    fn other_data_are_of_no_kind_that_we_have() {
        for data in ["", "nullData", "data t120", "videoDataOfOurs x", "audio"] {
            assert_eq!(Media::of(data), None, "{data}");
        }
        assert_eq!(Media::of("videoData h239"), Some(Media::Video));
    }
}
