namespace Personalization.Grains.Users;

/// <summary>
/// Ends the activation of a user who is read but never does anything, so that reads of made-up users occupy no
/// memory for long.
/// </summary>
internal static class UnknownUserTimer
{
    /// <summary>Starts the timer of an activation. It ends once, and with the activation.</summary>
    /// <param name="grain">The activation of the user.</param>
    /// <param name="age">The time until the user is checked.</param>
    /// <param name="isUnknown">Whether the user still has no event and no preference.</param>
    /// <param name="leave">Ends the activation.</param>
    public static void Start(IGrainBase grain, TimeSpan age, Func<bool> isUnknown, Action leave)
    {
        IGrainTimer? timer = null;
        timer = grain.RegisterGrainTimer(
            () =>
            {
                timer?.Dispose();
                if (isUnknown())
                {
                    leave();
                }

                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(age, Timeout.InfiniteTimeSpan) { Interleave = true });
    }
}
