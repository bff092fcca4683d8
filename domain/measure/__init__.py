"""The arithmetic of performance: targets, realisations, scales, policies, achievement, budget."""
