"""Floor 3: policies as YAML files: found, read with every character placed, checked against schemas, kept compiled."""

from estatectl.adapters.policyfiles.loading import check_directory, load_bundle
from estatectl.adapters.policyfiles.snapshots import bundle_from_bytes, bundle_to_bytes

__all__ = ["bundle_from_bytes", "bundle_to_bytes", "check_directory", "load_bundle"]
