namespace Personalization.Grains.Models;

/// <summary>A training that started and has not ended, with the data to resume it.</summary>
/// <param name="Name">The name of the model version that it trains.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Position">The last position of the log that it reads.</param>
/// <param name="Fingerprint">See <see cref="Engine.Training.Checkpoints.TrainingFingerprint"/>.</param>
/// <param name="StartedAt">When the training started, UTC; also the date of the version.</param>
internal sealed record UnfinishedTraining(
    string Name, int Seed, long Position, string Fingerprint, DateTimeOffset StartedAt)
{
    /// <summary>How many times the training was started or resumed.</summary>
    public int Tries { get; init; }

    /// <summary>The silo that trained last, as <see cref="SiloAddress.ToParsableString"/> writes it.</summary>
    public string Owner { get; init; } = string.Empty;
}
