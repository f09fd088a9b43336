"""Simulators: independent readers that play what a device does with the generated files."""
