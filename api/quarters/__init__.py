"""The quarters of a year: filing, checking, signing, evidence."""
