"""The page of score cards: filled while listening, and how they come out over time."""
