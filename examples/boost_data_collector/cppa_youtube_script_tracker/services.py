"""The only place that writes videos and appearances. Speakers are passed as keys."""

from datetime import datetime

from cppa_youtube_script_tracker.models import YouTubeVideo, YouTubeVideoSpeaker


def record_video(
    youtube_id: str, title: str, *, published_at: datetime | None = None, transcript: str = ""
) -> tuple[YouTubeVideo, bool]:
    """Store a video and tell whether it is new."""
    return YouTubeVideo.objects.update_or_create(
        youtube_id=youtube_id,
        defaults={"title": title[:300], "published_at": published_at, "transcript": transcript},
    )


def add_speaker(video: YouTubeVideo, speaker_id: int) -> None:
    """Record that a person speaks in a video."""
    YouTubeVideoSpeaker.objects.get_or_create(video=video, speaker_id=speaker_id)
