using Personalization.Engine.Models;

namespace Personalization.Engine.Training;

/// <summary>How many events can be trained on in a machine's memory.</summary>
public static class TrainingMemory
{
    /// <summary>What a training takes for an event at its peak, all told, with usual numbers of events a user and an item; measured by the <c>training</c> benchmark.</summary>
    public const int BytesPerEvent = 400;

    private const double Share = 0.5;
    private const int Fewest = 100_000;

    /// <summary>The most events.</summary>
    /// <param name="options">What is set.</param>
    /// <param name="availableBytes">The memory the process may use.</param>
    public static int MostEvents(TrainingOptions options, long availableBytes)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.MaxEvents > 0 ? options.MaxEvents : (int)Math.Clamp((long)(Share * availableBytes) / BytesPerEvent, Fewest, int.MaxValue / 2);
    }
}
