"""Conference talks on YouTube."""

from django.db import models


class YouTubeVideo(models.Model):
    """A recorded talk with its transcript, if YouTube has one."""

    youtube_id = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    published_at = models.DateTimeField(null=True, blank=True)
    transcript = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class YouTubeVideoSpeaker(models.Model):
    """A person speaks in a video."""

    video = models.ForeignKey(YouTubeVideo, on_delete=models.CASCADE, related_name="speakers")
    speaker = models.ForeignKey("cppa_user_tracker.YoutubeSpeaker", on_delete=models.PROTECT, related_name="videos")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["video", "speaker"], name="one_appearance_per_video")]

    def __str__(self) -> str:
        return f"speaker {self.speaker_id} in video {self.video_id}"
