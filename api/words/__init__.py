"""How the domain is put to people: words, names, dates, amounts and figures."""
