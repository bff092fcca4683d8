"""How the domain is put to people: words, names, dates, amounts, sentences and the paper."""
