"""The screens of pfSense, one module a topic; each yields its sections for a site, or none."""
