"""The daily, weekly and monthly report: what was gathered, put into words, tables and charts."""
