using Personalization.Abstractions.Users;

namespace Personalization.Benchmarks.Drill.Host;

/// <summary>
/// Turns every failure of a call on a user into one that the API does not repeat. Calls for lists are left alone.
/// </summary>
internal sealed class SingleTries : IOutgoingGrainCallFilter
{
    /// <summary>Less than the API's own limit, whose end the API would take for a failure that passes.</summary>
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
            throw new InvalidOperationException("The call failed, and this drill has taken the retries away.", error);
        }
    }
}
