using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;

namespace Personalization.Client.Api.Streams;

/// <summary>The subscriptions of this process to the grains of users.</summary>
/// <param name="grains">Finds the grains of users.</param>
/// <param name="self">The reference of this process for notices.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log of failed calls.</param>
internal sealed class UserSubscriptions(
    UserGrains grains, Lazy<IUserObserver> self, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Begins or renews a subscription.</summary>
    /// <returns>The profile version.</returns>
    public Task<long> BeginAsync(UserId user) =>
        grains.Of(user).WatchAsync(user, self.Value).AsTask().WaitAsync(Patience, time);

    /// <summary>Renews a subscription. Never throws: a failed renewal is repeated a second later.</summary>
    public async Task RenewAsync(WatchedUser watched)
    {
        try
        {
            watched.Renewed(await BeginAsync(watched.User));
        }
        catch (Exception error)
        {
            watched.NotRenewed();
            log.LogDebug(error, "Failed to renew the subscription to a user.");
        }
    }

    /// <summary>Ends a subscription. Never throws: a forgotten subscription ends within a minute.</summary>
    public async Task EndAsync(UserId user)
    {
        try
        {
            await grains.Of(user).UnwatchAsync(user, self.Value);
        }
        catch (Exception error)
        {
            log.LogDebug(error, "Failed to end the subscription to a user.");
        }
    }
}
