"""Boost headers included by repositories outside Boost."""
