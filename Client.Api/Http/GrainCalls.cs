using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Http;

/// <summary>Calls that change a user.</summary>
internal static class GrainCalls
{
    /// <summary>Calls, and once more when another activation of the user had written first: the second call reaches that one.</summary>
    public static async ValueTask<T> OnceMoreIfFencedAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ActivationFencedException)
        {
            return await call();
        }
    }
}
