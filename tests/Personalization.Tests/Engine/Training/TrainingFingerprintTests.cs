using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Models;
using Personalization.Engine.Training.Checkpoints;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

public sealed class TrainingFingerprintTests
{
    private static readonly TrainingOptions Options = new();
    private static readonly List<LogRecord> Records = Logs.BlockRecords(users: 20);
    private static readonly string Fingerprint = TrainingFingerprint.Of(Logs.Build(Records), Options, "live");

    [Fact]
    public void The_same_log_read_again_has_the_same() =>
        Assert.Equal(Fingerprint, TrainingFingerprint.Of(Logs.Build(Records), Options with { Threads = 4 }, "live"));

    [Fact]
    public void Any_other_event_item_option_or_live_model_gives_another()
    {
        LogRecord more = Logs.Event("u1", Logs.Name(0, 0), EventTypes.View, 1, Records.Count + 1);
        string[] others =
        [
            TrainingFingerprint.Of(Logs.Build([.. Records, more]), Options, "live"),
            TrainingFingerprint.Of(Logs.Build(Records.Skip(1)), Options, "live"),
            TrainingFingerprint.Of(
                Logs.Build([Logs.Event("u0", "renamed", EventTypes.View, 0), .. Records.Skip(1)]), Options, "live"),
            TrainingFingerprint.Of(Logs.Build(Records), Options with { Seed = 2 }, "live"),
            TrainingFingerprint.Of(Logs.Build(Records), Options with { RefreshShare = 1 }, "live"),
            TrainingFingerprint.Of(Logs.Build(Records), Options with { UserShare = 0.5 }, "live"),
            TrainingFingerprint.Of(Logs.Build(Records), Options, null),
        ];
        Assert.Equal(others.Length + 1, others.Append(Fingerprint).Distinct().Count());
    }
}
