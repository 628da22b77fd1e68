"""The panel of experts（专家组）: people, sheets, consolidation; pure, and its store."""
