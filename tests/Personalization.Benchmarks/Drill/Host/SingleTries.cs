using Personalization.Abstractions.Users;

namespace Personalization.Benchmarks.Drill.Host;

/// <summary>
/// Turns every failure of a call to a user grain into one that the API does not retry. It does not change calls for
/// lists.
/// </summary>
internal sealed class SingleTries : IOutgoingGrainCallFilter
{
    /// <summary>A time-out below the API's own limit: the API would treat its own time-out as transient.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private static readonly string[] Lists =
        [nameof(IUserGrain.ServeAsync), nameof(IUserGrain.RecommendAsync), nameof(IUserGrain.RankAsync)];

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IUserGrain) || Lists.Contains(context.InterfaceMethod.Name))
        {
            await context.Invoke();
            return;
        }

        try
        {
            await context.Invoke().WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException("The call failed, and this drill has no retries.", error);
        }
    }
}
