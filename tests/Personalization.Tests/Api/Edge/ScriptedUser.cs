using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;

namespace Personalization.Tests.Api.Edge;

/// <summary>
/// A scripted user grain. Calls without a script fail like a lost silo. A list call is cancelled with its token, like a
/// call through a grain reference.
/// </summary>
internal sealed class ScriptedUser : IUserGrain
{
    public Func<ImmutableArray<UserEvent>, ValueTask<ImmutableArray<EventAck>>> OnRecord { get; set; } =
        _ => throw Lost();

    public Func<RecommendationQuery, ValueTask<RecommendationList>> OnRecommend { get; set; } = _ => throw Lost();

    public Func<ValueTask<UserView?>> OnGet { get; set; } = () => throw Lost();

    public ValueTask<ImmutableArray<EventAck>> RecordAsync(
        ImmutableArray<UserEvent> events, CancellationToken cancellationToken) =>
        new(OnRecord(events).AsTask().WaitAsync(cancellationToken));

    public async ValueTask<TakenEvents> TakeAsync(ImmutableArray<UserEvent> events, long deadline) =>
        new(await OnRecord(events), AreDurable: true);

    public Func<ValueTask<long>> OnForget { get; set; } = () => throw Lost();

    public Func<CancellationToken, ValueTask<ServedList>>? OnServe { get; set; }

    public ValueTask<RecommendationList> RecommendAsync(
        RecommendationQuery query, CancellationToken cancellationToken) =>
        new(OnRecommend(query).AsTask().WaitAsync(cancellationToken));

    public async ValueTask<ServedList> ServeAsync(RecommendationQuery query, CancellationToken cancellationToken) =>
        OnServe is { } serve
        ? await serve(cancellationToken)
        : ServedList.Of(await RecommendAsync(query, cancellationToken));

    public ValueTask<RecommendationList> RankAsync(RankQuery query, CancellationToken cancellationToken) =>
        throw Lost();

    public ValueTask<bool> CanBeFoundAsync() => throw Lost();

    public ValueTask<PageAnswer> PageAsync(PageQuery query, CancellationToken cancellationToken) => throw Lost();

    public ValueTask<UserView?> GetAsync() => OnGet();

    public ValueTask<RulePreview> PreviewAsync(RulePreviewQuery query) => throw Lost();

    public ValueTask<ProfileSummary> SummaryAsync() => throw Lost();

    public ValueTask<long> WatchAsync(UserId watched, IUserObserver observer) => throw Lost();

    public ValueTask UnwatchAsync(UserId watched, IUserObserver observer) => throw Lost();

    public ValueTask<long> ChangePreferencesAsync(UserId user, PreferencesChange change) => throw Lost();

    public ValueTask<long> SetPreferencesAsync(UserId user, StatedPreferences preferences) => throw Lost();

    public ValueTask<long> ForgetAsync() => OnForget();

    public ValueTask<MergeResult> MergeFromAsync(UserId user, UserId other) =>
        throw new MergeRefusedException("The users are equal.");

    public ValueTask<MergeResult> UnmergeAsync(UserId user, UserId other) =>
        throw new MergeRefusedException("The users were not merged.");

    public ValueTask BecomeOwnAsync(UserId self, UserId target) => throw Lost();

    public ValueTask PointToAsync(UserId self, UserId from, UserId to) => throw Lost();

    public ValueTask TakeBackAsync(ImmutableArray<EventEntry> events) => throw Lost();

    public ValueTask BecomeAliasOfAsync(UserId self, UserId target) => throw Lost();

    public ValueTask<ImmutableArray<EnteredArm>> ArmsAsync() => throw Lost();

    public ValueTask<long> EraseAliasAsync() => throw Lost();

    public ValueTask<long> EraseAliasKeepingAsync(byte[]? targetEventIds) => throw Lost();

    public ValueTask<bool> EnsureSnapshotAsync(long sequence) => throw Lost();

    public ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence) => throw Lost();

    private static SiloUnavailableException Lost() => new("lost");
}
