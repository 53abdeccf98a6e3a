using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Grains.Users;

/// <summary>Logs a user's entry into experiment arms before the first list that the arms shape.</summary>
internal sealed class ArmEntry(
    UserTurn turn, UserHistory history, UserEntries entries, UserArms arms, TimeProvider time, ILogger log)
{
    /// <summary>The entry that is being logged; one at a time.</summary>
    private Task _entering = Task.CompletedTask;

    /// <summary>Enters arms. Waits at most half of the deadline.</summary>
    /// <param name="due">The arms.</param>
    /// <param name="deadlineMs">The time for the answer, milliseconds.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The time left for the answer, milliseconds.</returns>
    public async ValueTask<int> EnterAsync(
        ImmutableArray<AssignedArm> due, int deadlineMs, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        if (_entering.IsCompleted)
        {
            _entering = LogAsync(due);
        }

        // The list keeps half of the time. When the entry takes longer, the list is made without the arm, and the entry
        // continues without delaying further lists.
        Task entering = _entering;
        if (await Task.WhenAny(
            entering,
            Task.Delay(TimeSpan.FromMilliseconds(deadlineMs / 2.0), time, cancellationToken)) != entering)
        {
            arms.PutOff();
        }

        return deadlineMs - (int)Math.Min(time.GetElapsedTime(started).TotalMilliseconds, deadlineMs);
    }

    /// <summary>
    /// Logs that the user enters arms. Never throws: without the entry the user is served without the arms.
    /// </summary>
    private async Task LogAsync(ImmutableArray<AssignedArm> due)
    {
        try
        {
            _ = await turn.TryRunAsync(async () =>
            {
                if (history.Profile.AliasOf is null)
                {
                    await entries.EnterAsync(due);
                }
            });
        }
        catch (Exception error)
        {
            // Whether the entry is stored is unknown. If it is, the next append is fenced, and the next activation
            // reads it.
            arms.PutOff();
            log.LogWarning(error, "Failed to log a user's entry into an experiment; the list is made without it.");
        }
    }
}
