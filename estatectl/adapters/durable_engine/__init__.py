"""Floor 3: decision tables and joins through durable-rules, kept to the part of it that is sound and measured.

Importing this package imports durable-rules, which is not there on every Python: `adapters.engines` chooses.
"""

from estatectl.adapters.durable_engine.engine import DurableEngine
from estatectl.adapters.durable_engine.faults import EngineFault
from estatectl.adapters.durable_engine.joins import DurableCorrelator

__all__ = ["DurableCorrelator", "DurableEngine", "EngineFault"]
