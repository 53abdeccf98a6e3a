using Personalization.Client.Events;
using Personalization.Client.Exports;
using Personalization.Client.Http;
using Personalization.Client.Items;
using Personalization.Client.Operations;
using Personalization.Client.Recommendations;
using Personalization.Client.Users;
using Personalization.Client.Webhooks;

namespace Personalization.Client;

/// <summary>The client of the personalization API. Safe for concurrent use.</summary>
/// <remarks>
/// <c>services.AddPersonalizationClient(...)</c> registers it with retries and a circuit breaker. Every method throws
/// <see cref="PersonalizationException"/> when the API refuses a call or does not answer.
/// </remarks>
public sealed class PersonalizationClient
{
    /// <summary>Creates a client.</summary>
    /// <param name="http">The HTTP client with the base address and the API key.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public PersonalizationClient(HttpClient http, TimeProvider? time = null)
    {
        ApiConnection api = new(http);
        Recommendations = new RecommendationsApi(api);
        Events = new EventsApi(api, time ?? TimeProvider.System);
        Items = new ItemsApi(api);
        Users = new UsersApi(api);
        Models = new ModelsApi(api);
        Experiments = new ExperimentsApi(api);
        Data = new DataApi(api);
        Merchandising = new MerchandisingApi(api);
        Keys = new KeysApi(api);
        Health = new HealthApi(api);
        Live = new LiveApi(api);
        Exports = new ExportsApi(api);
        Webhooks = new WebhooksApi(api);
    }

    /// <summary>Lists and pages of recommended items.</summary>
    public RecommendationsApi Recommendations { get; }

    /// <summary>Events of users.</summary>
    public EventsApi Events { get; }

    /// <summary>The catalog.</summary>
    public ItemsApi Items { get; }

    /// <summary>Profiles, preferences, merges and erasure.</summary>
    public UsersApi Users { get; }

    /// <summary>Model versions and their rollouts.</summary>
    public ModelsApi Models { get; }

    /// <summary>Experiments and their results.</summary>
    public ExperimentsApi Experiments { get; }

    /// <summary>Data quality and upstream feeds.</summary>
    public DataApi Data { get; }

    /// <summary>Merchandising rules, placements and event types.</summary>
    public MerchandisingApi Merchandising { get; }

    /// <summary>API keys and user tokens.</summary>
    public KeysApi Keys { get; }

    /// <summary>Health and overview of the engine.</summary>
    public HealthApi Health { get; }

    /// <summary>The events and lists of the API process, as they happen.</summary>
    public LiveApi Live { get; }

    /// <summary>All items and events, and the lists of many users.</summary>
    public ExportsApi Exports { get; }

    /// <summary>Receivers of signed events about rollouts, feeds, experiments and data.</summary>
    public WebhooksApi Webhooks { get; }
}
