using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Personalization.Client;
using Personalization.OperatorConsole.Access;

namespace Personalization.OperatorConsole.Engine;

/// <summary>The person of one browser tab and the client that calls the API for this person.</summary>
internal sealed class ConsoleSession(
    AuthenticationStateProvider people, ConsoleClients clients, IConsoleDoor door, NavigationManager navigation)
{
    private PersonalizationClient? _client;

    /// <summary>The name of the API key; <c>operator</c> without keys.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Whether the person may change things.</summary>
    public bool CanChange { get; private set; }

    /// <summary>Whether the API has keys, so that a command needs one.</summary>
    public bool NeedsKey => !door.IsOpen;

    /// <summary>The address of the API as the browser sees it, without a trailing slash.</summary>
    public string PublicAddress => new Uri(navigation.BaseUri).GetLeftPart(UriPartial.Authority);

    /// <summary>Gets the client, after reading the person once.</summary>
    public async ValueTask<PersonalizationClient> ClientAsync()
    {
        if (_client is null)
        {
            ClaimsPrincipal person = (await people.GetAuthenticationStateAsync()).User;
            Name = person.Identity?.Name ?? "operator";
            CanChange = door.IsOpen || person.HasClaim(ConsoleGate.CanChange, "true");
            _client = clients.For(new ConsoleUser(Name, CanChange));
        }

        return _client;
    }
}
