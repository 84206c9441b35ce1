"""Second floor: pictures and pages, each with a title, a drawing, words and a table."""
