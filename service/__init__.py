"""Taliq: comment moderation for news sites, Arabic first."""
