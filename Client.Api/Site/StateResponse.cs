namespace Personalization.Client.Api.Site;

/// <summary>The answer of <c>GET /</c> to programs.</summary>
/// <param name="Name">The name of the product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Links">The addresses of pages and documents, by name.</param>
/// <param name="State">The engine's state; null when the API has keys.</param>
internal sealed record StateResponse(
    string Name, string Version, IReadOnlyDictionary<string, string> Links, EngineFigures? State)
{
    /// <summary>The addresses of the pages.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } = new Dictionary<string, string>
    {
        ["api"] = "/v1",
        ["demo"] = "/demo",
        ["console"] = "/console",
        ["docs"] = "/docs",
        ["explorer"] = "/scalar",
        ["openApi"] = "/openapi/v1.json",
        ["health"] = "/health/ready",
        ["browserClient"] = "/client/personalization.js",
    };
}

/// <summary>The engine's state.</summary>
/// <param name="Status"><c>starting</c>, <c>noModel</c> or <c>serving</c>.</param>
/// <param name="Model">The serving model version; null before the first.</param>
/// <param name="Training">The running training; null for none.</param>
internal sealed record EngineFigures(string Status, ModelFigures? Model, TrainingFigures? Training)
{
    /// <summary>The engine does not answer yet.</summary>
    public const string Starting = "starting";

    /// <summary>No model version is live: lists hold popular items.</summary>
    public const string NoModel = "noModel";

    /// <summary>A model version is live.</summary>
    public const string Serving = "serving";
}

/// <summary>A model version, and the data it was trained on.</summary>
/// <param name="Version">The name.</param>
/// <param name="TrainedAt">The time training ended, UTC.</param>
/// <param name="Events">The number of events.</param>
/// <param name="Users">The number of users.</param>
/// <param name="Items">The number of items.</param>
/// <param name="TrainingSeconds">The duration of the training, seconds.</param>
internal sealed record ModelFigures(
    string Version, DateTimeOffset TrainedAt, long Events, int Users, int Items, double TrainingSeconds);

/// <summary>A running training.</summary>
/// <param name="Step">The current phase.</param>
/// <param name="Progress">The finished share, 0 to 1.</param>
/// <param name="RemainingSeconds">The estimated remaining time, seconds; null while it cannot be known.</param>
internal sealed record TrainingFigures(string Step, double Progress, int? RemainingSeconds);
