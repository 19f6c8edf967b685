//! The targets with the kept corpus, and with changes of it: the short form of fuzzing, without
//! libFuzzer and without chance.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::{fs, path::Path};

use h323_fuzz::TARGETS;

/// How many changes we make to each file of the corpus.
const CHANGES: u32 = 40;

/// xorshift32: the same numbers in every run.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % limit.max(1)
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn every_target_has_a_corpus_and_stands_it() {
    for target in TARGETS {
        let corpus = corpus(target.name);
        assert!(!corpus.is_empty(), "{}", target.name);
        for octets in &corpus {
            (target.check)(octets);
        }
    }
}

#[test]
fn every_target_stands_changes_of_its_corpus() {
    let mut random = Random(20_261_127);
    for target in TARGETS {
        for octets in corpus(target.name) {
            for _ in 0..CHANGES {
                (target.check)(&changed(&octets, &mut random));
            }
        }
    }
}

/// The file with a few octets changed, added, removed or doubled, or with its end cut off.
fn changed(octets: &[u8], random: &mut Random) -> Vec<u8> {
    let mut changed = octets.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(changed.len());
        match random.below(5) {
            0 if !changed.is_empty() => changed[at] = random.below(256) as u8,
            1 if !changed.is_empty() => changed[at] ^= 1 << random.below(8),
            2 => changed.insert(at, random.below(256) as u8),
            3 if !changed.is_empty() => drop(changed.remove(at)),
            _ => changed.truncate(at.max(1)),
        }
    }
    changed
}

#[test]
fn every_target_has_its_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("libfuzzer/fuzz_targets");
    let mut programs: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    programs.sort();
    let mut names = TARGETS.map(|target| target.name.to_owned());
    names.sort();
    assert_eq!(programs, names);
}
