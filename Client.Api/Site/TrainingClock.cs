using Personalization.Abstractions.Models;

namespace Personalization.Client.Api.Site;

/// <summary>Estimates how long a training still takes, from the progress it has made since it was first seen.</summary>
internal sealed class TrainingClock(TimeProvider time)
{
    /// <summary>The progress after which an estimate is possible.</summary>
    private const double Enough = 0.02;

    private Start? _start;

    /// <summary>Returns the estimated remaining time, seconds; null while it cannot be known.</summary>
    public int? RemainingSeconds(TrainingStatus training)
    {
        string name = training.PlannedVersion ?? string.Empty;
        Start? start = _start;
        if (start is null || training.Progress < start.Progress || (start.Name.Length > 0 && start.Name != name))
        {
            start = new Start(name, training.Progress, time.GetTimestamp());
        }
        else if (start.Name.Length == 0)
        {
            start = start with { Name = name };
        }

        _start = start;
        double done = training.Progress - start.Progress;
        return done < Enough
            ? null
            : (int)Math.Ceiling(time.GetElapsedTime(start.At).TotalSeconds * (1 - training.Progress) / done);
    }

    private sealed record Start(string Name, double Progress, long At);
}
