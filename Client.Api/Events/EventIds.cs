using System.Buffers.Text;
using System.Security.Cryptography;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>Creates ids for events of web pages that have none.</summary>
/// <remarks>A retry of such an event counts again. personalization.js sends its own ids.</remarks>
internal static class EventIds
{
    private const int Bytes = 16;

    /// <summary>Gives an id to each event without one.</summary>
    public static void Complete(List<ParsedElement<RawEvent>> elements)
    {
        for (int i = 0; i < elements.Count; i++)
        {
            if (elements[i].Value is { EventId: null } raw && elements[i].Errors.Count == 0)
            {
                string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
                elements[i] = elements[i] with { Value = raw with { EventId = id } };
            }
        }
    }
}
