namespace Personalization.Grains.Models;

/// <summary>A training that was begun and has not ended: what it takes to go on with it.</summary>
/// <param name="Name">The version's name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Position">It reads the log up to this position.</param>
/// <param name="Fingerprint">See <see cref="Engine.Training.Checkpoints.TrainingFingerprint"/>.</param>
/// <param name="StartedAt">When it began; the version's date.</param>
internal sealed record UnfinishedTraining(string Name, int Seed, long Position, string Fingerprint, DateTimeOffset StartedAt)
{
    /// <summary>How many times it was begun or gone on with.</summary>
    public int Tries { get; init; }

    /// <summary>The silo that trained last, as <see cref="SiloAddress.ToParsableString"/> writes it.</summary>
    public string Owner { get; init; } = string.Empty;
}
