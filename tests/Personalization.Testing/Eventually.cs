namespace Personalization.Testing;

/// <summary>Waits for conditions.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Repeats a request until its answer is the wanted one.</summary>
    /// <remarks>The wait fails after three minutes without progress; see <see cref="ProgressLimit"/>.</remarks>
    /// <param name="ask">The request.</param>
    /// <param name="wanted">True for the wanted answer.</param>
    /// <param name="progress">The progress value of an answer; null for the answer's text.</param>
    /// <returns>The wanted answer.</returns>
    public static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> wanted, Func<T, object?>? progress = null)
    {
        ProgressLimit limit = new(Limit, TimeProvider.System);
        while (true)
        {
            T answer = await ask();
            if (wanted(answer))
            {
                return answer;
            }

            object? value = progress is null ? $"{answer}" : progress(answer);
            Assert.False(
                limit.IsExceeded(value),
                $"No progress after {limit.Elapsed.TotalSeconds:0} s; the last answer was {answer}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="holds">The condition. It is checked every 5 ms.</param>
    /// <param name="progress">The progress value of the wait.</param>
    public static Task HoldsAsync(Func<bool> holds, Func<object?> progress) =>
        Async(() => Task.FromResult(holds()), held => held, _ => progress());
}
