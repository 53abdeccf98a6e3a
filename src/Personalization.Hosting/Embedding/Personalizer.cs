using System.Collections.Immutable;
using System.Security.Cryptography;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;

namespace Personalization.Hosting.Embedding;

/// <summary>The engine for code of the process that hosts it. Safe for concurrent use.</summary>
/// <remarks>
/// Everything else is a call on a grain: take <see cref="IGrainFactory"/> and the interfaces of
/// Personalization.Abstractions, as the REST API does.
/// </remarks>
public sealed class Personalizer(IGrainFactory grains, EventVocabulary vocabulary, TimeProvider time)
{
    private const int IdBytes = 16;

    private readonly EventValidator _validator = new(vocabulary);

    /// <summary>Records an event and returns once it is durable.</summary>
    /// <param name="happened">The event. A missing id becomes a random one, a missing time the present one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The profile version that contains the event, for <c>MinVersion</c> of a list.</returns>
    /// <exception cref="ArgumentException">The event is invalid; the message lists every error.</exception>
    public async ValueTask<long> RecordAsync(RawEvent happened, CancellationToken cancellationToken = default)
    {
        List<ValidationError> errors = [];
        RawEvent complete = happened with
        {
            EventId = happened.EventId ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes)),
        };
        UserEvent valid = _validator.Validate(complete, time.GetUtcNow(), "$", errors)
            ?? throw Invalid(errors, nameof(happened));
        ImmutableArray<EventAck> acks = await UserOf(valid.UserId).RecordAsync([valid], cancellationToken);
        return acks[0].ProfileVersion;
    }

    /// <summary>Gets the list of a user, from the best fallback level that answers within the deadline.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">The placement, the number of items and more; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The user id is invalid.</exception>
    public ValueTask<RecommendationList> RecommendAsync(
        string userId, RecommendationQuery? query = null, CancellationToken cancellationToken = default) =>
        UserOf(UserId.Create(userId)).RecommendAsync(query ?? new RecommendationQuery(), cancellationToken);

    /// <summary>
    /// Adds items, or replaces existing items as a whole. The change is durable when the call returns.
    /// </summary>
    /// <exception cref="ArgumentException">An item is invalid; the message lists every error.</exception>
    public async Task PutItemsAsync(IEnumerable<RawItem> items)
    {
        List<ValidationError> errors = [];
        ItemPatch?[] valid = [.. items.Select((item, i) => ItemValidator.Validate(item, $"$[{i}]", errors))];
        if (errors.Count > 0)
        {
            throw Invalid(errors, nameof(items));
        }

        _ = await grains.GetGrain<ICatalogGrain>(0).PutAsync([.. valid.OfType<ItemPatch>()]);
    }

    private static ArgumentException Invalid(List<ValidationError> errors, string parameter) =>
        new(string.Join(' ', errors.Select(error => $"{error.Path}: {error.Message}")), parameter);

    private IUserGrain UserOf(UserId user) => grains.GetGrain<IUserGrain>(UserKey.Encode(user));
}
