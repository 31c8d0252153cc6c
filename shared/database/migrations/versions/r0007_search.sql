-- What a search over calls asks for: sums of a call, words of notes, numbers by their ends; saved searches.
select;
