namespace Personalization.Client.Api.Import;

/// <summary>What the command line asks of an import.</summary>
internal sealed record ImportSettings
{
    /// <summary>The input.</summary>
    public required string File { get; init; }

    /// <summary>A name of <see cref="ImportFormats.Names"/>.</summary>
    public required string Format { get; init; }

    /// <summary>
    /// The API; null: the default address when something answers there, else an engine started for the import.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>The API key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Where rejected lines are written, with their reasons.</summary>
    public required string Rejects { get; init; }

    /// <summary>Where the import remembers how far it came.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Events a request.</summary>
    public int Batch { get; init; } = 500;

    /// <summary>Requests at a time.</summary>
    public int Parallel { get; init; } = 4;
}
