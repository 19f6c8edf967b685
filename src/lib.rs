//! The H.323 edge tester.
