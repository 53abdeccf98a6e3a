using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>The answer for one event of a request.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="EventId">Its id; null when it could not be read.</param>
/// <param name="Status">What became of it.</param>
/// <param name="ProfileVersion">The profile's version that contains it, for <c>minVersion</c>; null when it is in
/// none.</param>
/// <param name="Errors">Every reason for a rejection.</param>
internal readonly record struct EventOutcome(
    int Index, string? EventId, OutcomeStatus Status, long? ProfileVersion, IReadOnlyList<ValidationError>? Errors);
