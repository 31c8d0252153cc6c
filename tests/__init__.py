"""The tests, by what they prove: see each folder's docstring; ``helpers`` holds what several folders use."""
