using System.Security.Cryptography;
using Personalization.Client.Http;

namespace Personalization.Client.Events;

/// <summary>Records events: <c>/v1/events</c>.</summary>
public sealed class EventsApi
{
    private const string Path = "v1/events";
    private const int IdBytes = 16;

    private readonly ApiConnection _api;
    private readonly TimeProvider _time;

    internal EventsApi(ApiConnection api, TimeProvider time)
    {
        _api = api;
        _time = time;
    }

    /// <summary>Records one event.</summary>
    /// <returns>The result with the profile version that contains the event.</returns>
    /// <exception cref="PersonalizationException">The event is invalid or was not stored.</exception>
    public async Task<EventResult> SendAsync(
        InteractionEvent interaction, CancellationToken cancellationToken = default)
    {
        EventBatchResult batch = await PostAsync(
            ApiConnection.Json(Complete(interaction), EventJson.Default.InteractionEvent), cancellationToken)
            .ConfigureAwait(false);
        return batch.Results[0];
    }

    /// <summary>Records events in one call.</summary>
    /// <returns>A result for each event. Invalid events do not stop the others.</returns>
    public Task<EventBatchResult> SendAsync(
        IEnumerable<InteractionEvent> interactions, CancellationToken cancellationToken = default) => PostAsync(
            ApiConnection.Json([.. interactions.Select(Complete)], EventJson.Default.InteractionEventArray),
            cancellationToken);

    /// <summary>Adds the id and the time that the caller left out. Retries then carry the same id.</summary>
    internal InteractionEvent Complete(InteractionEvent interaction) => interaction with
    {
        EventId = interaction.EventId ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes)),
        OccurredAt = interaction.OccurredAt ?? _time.GetUtcNow(),
    };

    private Task<EventBatchResult> PostAsync(HttpContent body, CancellationToken cancellationToken) => _api.SendAsync(
        HttpMethod.Post, RoutePath.Of(Path), body, true, EventJson.Default.EventBatchResult, cancellationToken);
}
