using Personalization.Engine.Models;

namespace Personalization.Engine.Training;

/// <summary>Limits the number of training events by the available memory.</summary>
public static class TrainingMemory
{
    /// <summary>The peak memory of a training per event, bytes.</summary>
    /// <remarks>Measured by the <c>training</c> benchmark with usual numbers of events per user and item.</remarks>
    public const int BytesPerEvent = 400;

    private const double Share = 0.5;
    private const int Fewest = 100_000;

    /// <summary>Gets the largest number of events to train on.</summary>
    /// <param name="options">The training options. A positive <c>MaxEvents</c> is returned unchanged.</param>
    /// <param name="availableBytes">The memory that the process may use, bytes. The training gets half of it.</param>
    public static int MostEvents(TrainingOptions options, long availableBytes)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.MaxEvents > 0
            ? options.MaxEvents
            : (int)Math.Clamp((long)(Share * availableBytes) / BytesPerEvent, Fewest, int.MaxValue / 2);
    }
}
