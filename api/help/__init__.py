"""Help: what the hard words mean, a page for each job, and a tour for whoever is new."""
