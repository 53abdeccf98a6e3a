using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Engine.Numerics;

/// <summary>
/// A block of floats in native memory, initialized to 0. The caller must dispose of the block.
/// </summary>
/// <remarks>
/// A training needs hundreds of megabytes for seconds. Native memory is freed at once on disposal, so blocks do not
/// pile up, and the garbage collector of the serving process has no extra work.
/// </remarks>
internal sealed class NativeFloats : MemoryManager<float>
{
    private readonly int _length;
    private nint _address;

    /// <summary>Allocates the block.</summary>
    /// <param name="length">The number of floats, at least 0.</param>
    /// <exception cref="OutOfMemoryException">The memory is not available.</exception>
    public NativeFloats(int length)
    {
        _length = length;
        _address = Marshal.AllocHGlobal((nint)length * sizeof(float));
        GetSpan().Clear();
    }

    /// <inheritdoc/>
    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_address == 0, this);
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<float>(), _address), _length);
    }

    /// <exception cref="NotSupportedException">Always: the block does not give out its address.</exception>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Marshal.FreeHGlobal(_address);
        _address = 0;
    }
}
