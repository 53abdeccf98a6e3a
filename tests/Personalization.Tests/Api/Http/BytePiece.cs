using System.Buffers;

namespace Personalization.Tests.Api.Http;

/// <summary>One segment of a body, as received from the network.</summary>
internal sealed class BytePiece : ReadOnlySequenceSegment<byte>
{
    public BytePiece(ReadOnlyMemory<byte> memory, BytePiece? before)
    {
        Memory = memory;
        if (before is not null)
        {
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
