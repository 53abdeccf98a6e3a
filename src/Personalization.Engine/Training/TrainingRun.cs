using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Training.Checkpoints;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Search;

namespace Personalization.Engine.Training;

/// <summary>The inputs of one training. Immutable.</summary>
internal sealed record TrainingRun
{
    /// <summary>The events.</summary>
    public required TrainingLog Log { get; init; }

    /// <summary>The training options, already validated.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The name of the version to train.</summary>
    public required string Version { get; init; }

    /// <summary>The training time in the record of the version. Nothing else depends on it.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Trains the ranker.</summary>
    public required IRankLearner Learner { get; init; }

    /// <summary>The live model; null for none.</summary>
    public LiveModel? Live { get; init; }

    /// <summary>Trains on item content; null when the catalog describes no item of the log.</summary>
    public ContentTrainer? Content { get; init; }

    /// <summary>Stores the results of long steps.</summary>
    public TrainingSteps Steps { get; init; } = TrainingSteps.None;

    /// <summary>Receives the progress; null for none.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Cancels the training.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Reports a step.</summary>
    /// <param name="step">The step, see <see cref="TrainingProgress.Step"/>.</param>
    /// <param name="share">The completed share of the whole training, 0 to 1.</param>
    public void Report(string step, double share) => Progress?.Report(new(step, share));

    /// <summary>Maps the progress of a phase, 0 to 1, to a range of the whole training.</summary>
    /// <param name="from">The share of the whole training at the start of the phase.</param>
    /// <param name="to">The share of the whole training at the end of the phase.</param>
    public Action<string, double> ReportBetween(double from, double to) =>
        (step, share) => Report(step, from + ((to - from) * share));
}
