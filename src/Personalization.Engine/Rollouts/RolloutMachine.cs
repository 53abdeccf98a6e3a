using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>
/// Decides the next step of a rollout: the gate, the shadow stage, the canary with 1, 5, 25 and 50 % of the users, then
/// all users; or the end of the rollout.
/// </summary>
/// <remarks>A pure function of the rollout, its reports, the live version and the time.</remarks>
public static class RolloutMachine
{
    /// <summary>The name of the engine in the audit log.</summary>
    public const string Engine = "engine";

    /// <summary>The shares of all users with the version, step by step. After the last step all users get it.</summary>
    /// <remarks>The live arm of the experiment has as many users, so a half is the largest share.</remarks>
    public static readonly ImmutableArray<double> Steps = [0.01, 0.05, 0.25, 0.5];

    private static readonly TimeSpan LongestGate = TimeSpan.FromMinutes(15);

    /// <summary>Creates a rollout.</summary>
    public static Rollout Begin(string version, string live, DateTimeOffset now, string who) => new()
    {
        Version = version,
        Base = live,
        StartedAt = now,
        StageSince = now,
        Audit = [new(now, who, "started", $"{version} against {live}.")],
    };

    /// <summary>Decides the next step.</summary>
    /// <param name="rollout">The rollout with its latest reports.</param>
    /// <param name="live">The present live version; null for none.</param>
    /// <param name="now">The present time.</param>
    /// <param name="options">The requirements of a version.</param>
    public static RolloutDecision Decide(Rollout rollout, string? live, DateTimeOffset now, RolloutOptions options) =>
        !rollout.IsActive ? RolloutDecision.Stay("The rollout has finished.")
        : live != rollout.Base
            ? new(RolloutMove.Stop, $"The live version changed from {rollout.Base} to {live ?? "none"}.")
            : rollout.Stage switch
            {
                RolloutStage.Gate => AfterGate(rollout, now),
                RolloutStage.Shadow => AfterShadow(rollout, now, options),
                _ => AfterStep(rollout, now, options),
            };

    /// <summary>Applies a decision, and appends it to the audit log.</summary>
    public static Rollout Apply(Rollout rollout, RolloutDecision decision, DateTimeOffset now, string who) =>
        decision.Move == RolloutMove.Stay ? rollout : rollout with
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
        null when now - rollout.StageSince > LongestGate => new(
            RolloutMove.Refuse,
            $"The version was not loaded and compared within {LongestGate.TotalMinutes:0} minutes."),
        null => RolloutDecision.Stay("The gate is still running."),
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
        if (now - rollout.StageSince < TimeSpan.FromMinutes(options.ShadowMinutes))
        {
            return RolloutDecision.Stay($"The shadow stage takes {options.ShadowMinutes} minutes.");
        }

        if (lists < options.ShadowLists)
        {
            return RolloutDecision.Stay($"{lists} of {options.ShadowLists} lists compared.");
        }

        string why = string.Create(
            CultureInfo.InvariantCulture,
            $"Passed the shadow stage: {lists} lists compared, overlap {rollout.Shadow?.Overlap ?? 1:0.00}.");
        return new(RolloutMove.Canary, why, Steps[0]);
    }

    private static RolloutDecision AfterStep(Rollout rollout, DateTimeOffset now, RolloutOptions options)
    {
        if (rollout.Canary?.Breaches().ToList() is { Count: > 0 } breaches)
        {
            return new(
                RolloutMove.RollBack, string.Join(' ', breaches.Select(breach => $"{breach.Name}: {breach.Why}")));
        }

        DateTimeOffset seen = rollout.Canary is { } report && report.At > rollout.StageSince
            ? report.At
            : rollout.StageSince;
        if (now - seen > TimeSpan.FromMinutes(options.BlindMinutes))
        {
            return new(RolloutMove.RollBack, $"The users of the version were not measured for "
                + $"{options.BlindMinutes.ToString(CultureInfo.InvariantCulture)} minutes.");
        }

        TimeSpan lasted = now - rollout.StageSince;
        long users = (rollout.Canary?.Users ?? 0) - rollout.UsersBefore;
        bool isLong = lasted >= TimeSpan.FromHours(options.LongestStepHours);
        if (rollout.Canary is null
            || lasted < TimeSpan.FromMinutes(options.StepMinutes)
            || (users < options.StepUsers && !isLong))
        {
            return RolloutDecision.Stay(
                $"{users} of {options.StepUsers} users in {lasted.TotalMinutes:0} of {options.StepMinutes:0} minutes.");
        }

        string why = $"No guardrail breached with {rollout.Canary.Users} users, {users} of them in this step of "
            + $"{lasted.TotalMinutes:0} minutes.";
        int step = Steps.IndexOf(rollout.Share);
        return step == Steps.Length - 1
            ? new(RolloutMove.GoLive, why, 1)
            : new(RolloutMove.Canary, why, Steps[step + 1]);
    }

    private static RolloutStage StageOf(RolloutMove move) => move switch
    {
        RolloutMove.Shadow => RolloutStage.Shadow,
        RolloutMove.Canary => RolloutStage.Canary,
        RolloutMove.GoLive => RolloutStage.Live,
        RolloutMove.RollBack => RolloutStage.RolledBack,
        RolloutMove.Refuse => RolloutStage.Refused,
        RolloutMove.Stop => RolloutStage.Stopped,
        _ => throw new ArgumentOutOfRangeException(
            nameof(move), move, $"{nameof(RolloutMove.Stay)} is not a transition."),
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
