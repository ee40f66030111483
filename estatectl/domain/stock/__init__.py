"""Stores and what lies in them: items as policy describes them, quantities as typed, ledgers as they fold."""
