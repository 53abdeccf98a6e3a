using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>
/// Decides how a rollout goes on: gate, shadow, canary of 1, 5, 25 and 50 % of the users, then everybody; or back. A pure function of the rollout, its reports, the live
/// version and the time.
/// </summary>
public static class RolloutMachine
{
    /// <summary>Who decides when nobody does.</summary>
    public const string Engine = "engine";

    /// <summary>The shares of all users who get the version, step by step; after the last everybody does. Just as many are measured beside them, so a half is all there can be.</summary>
    public static readonly ImmutableArray<double> Steps = [0.01, 0.05, 0.25, 0.5];

    private static readonly TimeSpan LongestGate = TimeSpan.FromMinutes(15);

    /// <summary>A new rollout.</summary>
    public static Rollout Begin(string version, string live, DateTimeOffset now, string who) => new()
    {
        Version = version,
        Base = live,
        StartedAt = now,
        StageSince = now,
        Audit = [new(now, who, "started", $"{version} against {live}.")],
    };

    /// <summary>What it does next.</summary>
    /// <param name="rollout">The rollout with its latest reports.</param>
    /// <param name="live">The version that is live now; null for none.</param>
    /// <param name="now">The present time.</param>
    /// <param name="options">What is asked of a version.</param>
    public static RolloutDecision Decide(Rollout rollout, string? live, DateTimeOffset now, RolloutOptions options) =>
        !rollout.IsActive ? RolloutDecision.Stay("It is over.")
        : live != rollout.Base ? new(RolloutMove.Stop, $"The live version is {live ?? "none"} now; it was compared with {rollout.Base}.")
        : rollout.Stage switch
        {
            RolloutStage.Gate => AfterGate(rollout, now),
            RolloutStage.Shadow => AfterShadow(rollout, now, options),
            _ => AfterStep(rollout, now, options),
        };

    /// <summary>The rollout after a decision, with a line in its audit log.</summary>
    public static Rollout Apply(Rollout rollout, RolloutDecision decision, DateTimeOffset now, string who) => decision.Move == RolloutMove.Stay ? rollout : rollout with
    {
        Stage = StageOf(decision.Move),
        StageSince = now,
        Share = decision.Share,
        MostShare = Math.Max(rollout.MostShare, decision.Share),
        UsersBefore = rollout.Canary?.Users ?? 0,
        Audit = rollout.Audit.Add(new(now, who, Name(decision), decision.Why)),
    };

    private static RolloutDecision AfterGate(Rollout rollout, DateTimeOffset now) => rollout.Gate switch
    {
        null when now - rollout.StageSince > LongestGate => new(RolloutMove.Refuse, $"It could not be loaded and compared within {LongestGate.TotalMinutes:0} minutes."),
        null => RolloutDecision.Stay("The gate is not done."),
        { Problems.IsEmpty: true } passed => new(RolloutMove.Shadow, $"Passed the gate: {passed.OfflineNote}"),
        { Problems: var problems } => new(RolloutMove.Refuse, string.Join(' ', problems)),
    };

    private static RolloutDecision AfterShadow(Rollout rollout, DateTimeOffset now, RolloutOptions options)
    {
        if (rollout.Shadow is { Problems.IsEmpty: false } bad)
        {
            return new(RolloutMove.Refuse, string.Join(' ', bad.Problems));
        }

        long lists = rollout.Shadow?.Lists ?? 0;
        return now - rollout.StageSince < TimeSpan.FromMinutes(options.ShadowMinutes) ? RolloutDecision.Stay($"A shadow for {options.ShadowMinutes} minutes.")
            : lists < options.ShadowLists ? RolloutDecision.Stay($"{lists} of {options.ShadowLists} lists compared.")
            : new(RolloutMove.Canary, string.Create(CultureInfo.InvariantCulture, $"Passed the shadow: {lists} lists compared, overlap {rollout.Shadow?.Overlap ?? 1:0.00}."), Steps[0]);
    }

    private static RolloutDecision AfterStep(Rollout rollout, DateTimeOffset now, RolloutOptions options)
    {
        if (rollout.Canary?.Breaches().ToList() is { Count: > 0 } breaches)
        {
            return new(RolloutMove.RollBack, string.Join(' ', breaches.Select(breach => $"{breach.Name}: {breach.Why}")));
        }

        DateTimeOffset seen = rollout.Canary is { } report && report.At > rollout.StageSince ? report.At : rollout.StageSince;
        if (now - seen > TimeSpan.FromMinutes(options.BlindMinutes))
        {
            return new(RolloutMove.RollBack, $"Its users could not be measured for {options.BlindMinutes.ToString(CultureInfo.InvariantCulture)} minutes.");
        }

        TimeSpan lasted = now - rollout.StageSince;
        long users = (rollout.Canary?.Users ?? 0) - rollout.UsersBefore;
        bool isLong = lasted >= TimeSpan.FromHours(options.LongestStepHours);
        if (rollout.Canary is null || lasted < TimeSpan.FromMinutes(options.StepMinutes) || (users < options.StepUsers && !isLong))
        {
            return RolloutDecision.Stay($"{users} of {options.StepUsers} users in {lasted.TotalMinutes:0} of {options.StepMinutes:0} minutes.");
        }

        string why = $"No guardrail breached with {rollout.Canary.Users} users, {users} of them new in {lasted.TotalMinutes:0} minutes.";
        int step = Steps.IndexOf(rollout.Share);
        return step == Steps.Length - 1 ? new(RolloutMove.GoLive, why, 1) : new(RolloutMove.Canary, why, Steps[step + 1]);
    }

    private static RolloutStage StageOf(RolloutMove move) => move switch
    {
        RolloutMove.Shadow => RolloutStage.Shadow,
        RolloutMove.Canary => RolloutStage.Canary,
        RolloutMove.GoLive => RolloutStage.Live,
        RolloutMove.RollBack => RolloutStage.RolledBack,
        RolloutMove.Refuse => RolloutStage.Refused,
        RolloutMove.Stop => RolloutStage.Stopped,
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, "Staying leads nowhere."),
    };

    private static string Name(RolloutDecision decision) => decision.Move switch
    {
        RolloutMove.Canary => string.Create(CultureInfo.InvariantCulture, $"canary {decision.Share}"),
        RolloutMove.GoLive => "live",
        RolloutMove.RollBack => "rolled back",
        RolloutMove.Refuse => "refused",
        RolloutMove.Stop => "stopped",
        _ => "shadow",
    };
}
