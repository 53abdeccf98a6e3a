namespace Personalization.ClusterTests.Grains;

/// <summary>Waits on conditions.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks again until the answer is as wanted; fails with the last answer when it never is.</summary>
    public static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> wanted)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            T answer = await ask();
            if (wanted(answer))
            {
                return answer;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < Patience,
                $"Waited {Patience.TotalSeconds} s; the last answer was {answer}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
